/// Configuration files: read without a loss, written, and changed from one form into the other.
@org.jspecify.annotations.NullMarked
package io.switchhook.provisioning.form;
