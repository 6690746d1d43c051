package io.switchhook.provisioning.model;

/// What is wrong with the description of a model, and where.
public record Fault(Place place, String text) {
    @Override
    public String toString() {
        return place + ": " + text;
    }
}
