package io.switchhook.sip.proxy;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.Request;

/// On how many branches a request may be at the same time, here and wherever it is forwarded to: RFC 5393 §5.3. Every
/// branch is lent a share of it, which comes back with the branch's final response.
final class Breadth {
    private int left;

    private Breadth(int all) {
        left = all;
    }

    /// What the request says, but no more than `most`, which is also what counts where it says nothing.
    static Breadth of(Request request, int most) {
        return new Breadth(Math.min(request.headers().get(Header.MAX_BREADTH).orElse(most), most));
    }

    /// How many branches can be begun now.
    int left() {
        return left;
    }

    /// Lends one of `count` branches its share of what is left.
    /// @param spare whether one more share is held back, for branches that are added later
    int lend(int count, boolean spare) {
        int share = Math.max(1, left / (spare ? count + 1 : count));
        left -= share;
        return share;
    }

    void giveBack(int share) {
        left += share;
    }
}
