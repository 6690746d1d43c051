package io.switchhook.pbx.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.pbx.admission.Budget.Rate;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final Rate RATE = Rate.perSecond(10, 3);

    @Test
    void a_burst_is_spent_at_once_and_then_one_each_tenth_of_a_second() {
        long start = Long.MAX_VALUE - 50_000_000; // a monotonic clock may overflow
        var budget = new Budget(start);
        for (int i = 0; i < 3; i++) assertThat(budget.spend(RATE, start)).isTrue();
        assertThat(budget.spend(RATE, start)).isFalse();
        assertThat(budget.spend(RATE, start + 99_999_999)).isFalse();
        assertThat(budget.spend(RATE, start + 100_000_000)).isTrue();
        assertThat(budget.spend(RATE, start + 100_000_000)).isFalse();
    }

    @Test
    void what_is_refused_costs_nothing_and_rest_gives_no_more_than_the_burst() {
        var budget = new Budget(0);
        for (int i = 0; i < 1000; i++) budget.spend(RATE, 0);
        assertThat(budget.spend(RATE, 100_000_000)).isTrue();
        long later = 3_600_000_000_000L;
        for (int i = 0; i < 3; i++) assertThat(budget.spend(RATE, later)).isTrue();
        assertThat(budget.spend(RATE, later)).isFalse();
    }

    @Test
    void many_threads_spend_no_more_than_there_is() throws Exception {
        var budget = new Budget(0);
        var rate = new Rate(1_000_000_000, 1000);
        var spent = new java.util.concurrent.atomic.LongAdder();
        var threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            threads[t] =
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; i < 1000; i++) {
                                    if (budget.spend(rate, 0)) spent.increment();
                                    if (ThreadLocalRandom.current().nextInt(50) == 0)
                                        Thread.onSpinWait();
                                }
                            });
        }
        for (var thread : threads) thread.join();
        assertThat(spent.sum()).isEqualTo(1000);
    }
}
