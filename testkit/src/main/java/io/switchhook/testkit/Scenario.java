package io.switchhook.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A test of what happens between parties, for the table `docs/scenarios.md`. The method's name says what is proved; on a
/// class it stands for all tests in it that say nothing themselves.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Scenario {
    /// The section of the specification that asks for it: `RFC 3261 §16.7 item 5`.
    String value();
}
