package io.deltaframe.shell.platform;

/**
 * A service for the time of one command. Closing gives it back and undoes whatever was configured to get it.
 *
 * @param <S> type of the service
 */
public final class ServiceHandle<S> implements AutoCloseable {

    private final S service;
    private final Runnable release;

    /**
     * A service that somebody else got.
     *
     * @param service the service
     * @param release gives it back, called by {@link #close}
     */
    public ServiceHandle(S service, Runnable release) {
        this.service = service;
        this.release = release;
    }

    /** {@return the service} */
    public S get() {
        return service;
    }

    @Override
    public void close() {
        release.run();
    }
}
