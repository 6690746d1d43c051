/// Models of phones as data: one folder each, over what a family of them has in common.
@org.jspecify.annotations.NullMarked
package io.switchhook.provisioning.model;
