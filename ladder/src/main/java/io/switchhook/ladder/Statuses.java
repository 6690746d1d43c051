package io.switchhook.ladder;

import io.switchhook.sip.message.StatusCode;

/// What status codes mean to somebody who calls: RFC 3261 §21 and those after it.
final class Statuses {
    private Statuses() {}

    /// `486 Busy Here`.
    static String phrase(int status) {
        return status + " " + StatusCode.of(status).reasonPhrase();
    }

    /// Who answers with it, in a few words.
    static String meaning(int status) {
        return switch (status) {
            case 300, 301, 302, 305, 380 -> "try elsewhere";
            case 400 -> "does not understand the request";
            case 403 -> "forbids it";
            case 404 -> "knows nobody of that name";
            case 405, 501 -> "cannot do that";
            case 406, 415, 488, 606 -> "cannot agree on the media";
            case 408 -> "nobody answered in time";
            case 410 -> "is gone for good";
            case 413, 513 -> "the message is too large";
            case 416 -> "cannot call such an address";
            case 420, 421 -> "cannot do an extension that is required";
            case 422 -> "wants a longer session interval";
            case 423 -> "wants a longer time of registration";
            case 430 -> "the connection to the phone is gone";
            case 433 -> "takes no calls of callers without a name";
            case 440 -> "too many places to call at once";
            case 480 -> "cannot be reached now";
            case 481 -> "knows of no such call";
            case 482 -> "the request went round in a circle";
            case 483 -> "the request came over too many servers";
            case 484 -> "the number is not complete";
            case 486, 600 -> "is busy";
            case 487 -> "the call was given up";
            case 489 -> "does not tell of such events";
            case 491 -> "asks at the same time: try again";
            case 500 -> "had a fault";
            case 502 -> "got an answer that makes no sense";
            case 503 -> "is too busy, or out of service";
            case 504 -> "did not answer in time, or is not to be found";
            case 505 -> "speaks another version of SIP";
            case 580 -> "cannot have the media it needs";
            case 603, 607, 608 -> "declines";
            case 604 -> "exists nowhere";
            default -> StatusCode.of(status).reasonPhrase();
        };
    }
}
