/// New configuration and firmware for many devices: a few first, then so many a minute, and no further when too many do not
/// come back. There is no clock, no thread and no socket in it: events come with their time, and what is to be saved and
/// sent goes to [io.switchhook.provisioning.rollout.RolloutEffects].
@org.jspecify.annotations.NullMarked
package io.switchhook.provisioning.rollout;
