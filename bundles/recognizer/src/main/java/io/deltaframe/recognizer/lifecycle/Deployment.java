package io.deltaframe.recognizer.lifecycle;

/**
 * A model to run on an engine.
 *
 * @param model  the model
 * @param engine the engine
 */
public record Deployment(ModelCandidate model, EngineCandidate engine) {

    /**
     * What makes two deployments the same network, whatever their rankings: the services behind them.
     *
     * @param model  {@code service.id} of the model
     * @param engine {@code service.id} of the engine
     */
    record Key(long model, long engine) { }

    /** {@return what makes this deployment the same as another} */
    Key key() {
        return new Key(model.id(), engine.id());
    }

    @Override
    public String toString() {
        return model + " on " + engine;
    }
}
