package io.deltaframe.recognizer.lifecycle;

import io.deltaframe.api.ModelInfo;
import io.deltaframe.recognizer.inference.ClipMemory;
import io.deltaframe.recognizer.inference.LoadedNetwork;
import io.deltaframe.recognizer.inference.Probation;
import io.deltaframe.recognizer.metadata.CheckpointMetadata;
import io.deltaframe.tdn.Architecture;
import io.deltaframe.tdn.Architectures;
import io.deltaframe.tdn.Checkpoint;
import io.deltaframe.tdn.NetworkPlan;
import io.deltaframe.tdn.checkpoint.Checkpoints;
import io.deltaframe.tdn.engine.CompiledNetwork;
import io.deltaframe.tdn.engine.EngineException;
import io.deltaframe.tdn.engine.SegmentFeatures;
import io.deltaframe.tdn.engine.Taps;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The compiled networks of all recognizers: those that run the same model on the same engine share one. A network is
 * compiled when it is first asked for and forgotten when its last holder released it. Safe for several threads.
 */
@Component(service = NetworkCache.class)
public final class NetworkCache {

    private final ConcurrentMap<Deployment.Key, CompletableFuture<LoadedNetwork>> networks = new ConcurrentHashMap<>();
    private final long heap;

    /** Without networks. */
    @Activate
    public NetworkCache() {
        this(Runtime.getRuntime().maxMemory());
    }

    /**
     * Without networks.
     *
     * @param heap largest Java heap, in bytes
     */
    NetworkCache(long heap) {
        this.heap = heap;
    }

    /**
     * Gives a network, compiling it if nobody has; if somebody is just compiling it, waits and shares the outcome.
     *
     * @param deployment what to compile
     * @return the network, held once more for the caller to release
     * @throws UnusableModelException if no engine could run the model
     * @throws EngineException        if this engine cannot
     * @throws InterruptedException   if the thread was interrupted while another one compiled
     */
    public LoadedNetwork obtain(Deployment deployment)
            throws UnusableModelException, EngineException, InterruptedException {
        Deployment.Key key = deployment.key();
        while (true) {
            CompletableFuture<LoadedNetwork> mine = new CompletableFuture<>();
            CompletableFuture<LoadedNetwork> earlier = networks.putIfAbsent(key, mine);
            if (earlier == null) {
                return compile(deployment, key, mine);
            }
            LoadedNetwork network = await(earlier);
            if (network.retain()) {
                return network;
            }
            networks.remove(key, earlier);
        }
    }

    private LoadedNetwork compile(Deployment deployment, Deployment.Key key, CompletableFuture<LoadedNetwork> outcome)
            throws UnusableModelException, EngineException {
        try {
            ModelInfo model = deployment.model().model().info();
            LoadedNetwork network = new LoadedNetwork(model, deployment.engine().name(), compile(deployment, model),
                    () -> networks.remove(key, outcome));
            outcome.complete(network);
            return network;
        } catch (UnusableModelException | EngineException | RuntimeException | Error e) {
            networks.remove(key, outcome);
            outcome.completeExceptionally(e);
            throw e;
        }
    }

    private static LoadedNetwork await(CompletableFuture<LoadedNetwork> outcome)
            throws UnusableModelException, EngineException, InterruptedException {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case UnusableModelException unusable -> throw unusable;
                case EngineException failed -> throw failed;
                case RuntimeException unexpected -> throw unexpected;
                case Error error -> throw error;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /**
     * A network that would fail every call is to be found out before it serves: engines have a smallest size of
     * pictures, and weights may be of no use.
     */
    private CompiledNetwork checked(CompiledNetwork network, ModelInfo model) throws EngineException {
        for (int size : new int[] {model.inputSize(), model.resizeShortSide()}) {
            try (SegmentFeatures one = network.newFeatures(size, size)) {
                if (size == model.inputSize()) {
                    ClipMemory.refuseBeyond(model.segments(), model.resizeShortSide(), size, one.heapBytes(), heap);
                }
            } catch (EngineException e) {
                network.close();
                throw e;
            } catch (RuntimeException | Error e) {
                network.close();
                throw new EngineException("expected room for pictures of " + size + "x" + size + ", found "
                        + ClipMemory.reason(e), e);
            }
        }
        try {
            Probation.examine(network, model.inputSize());
        } catch (EngineException | RuntimeException | Error e) {
            network.close();
            throw e;
        }
        return network;
    }

    private CompiledNetwork compile(Deployment deployment, ModelInfo model)
            throws UnusableModelException, EngineException {
        String name = model.name() + " " + model.version();
        try {
            Version.parseVersion(model.version());
        } catch (IllegalArgumentException e) {
            throw new UnusableModelException("model " + model.name() + ": expected a version in OSGi syntax, found '"
                    + model.version() + "'", e);
        }
        try (Checkpoint checkpoint = Checkpoints.open(deployment.model().model().openCheckpoint(), name)) {
            Architecture architecture = Architectures.detect(checkpoint, model.segments());
            if (architecture.classes() != model.labels().size()) {
                throw new UnusableModelException("model " + name + ": expected a label for each of "
                        + architecture.classes() + " classes, found " + model.labels().size() + " labels");
            }
            ClipMemory.refuseBeyond(model.segments(), model.resizeShortSide(), model.inputSize(), 0, heap);
            NetworkPlan plan = new NetworkPlan(architecture, CheckpointMetadata.normalization(checkpoint), checkpoint);
            return checked(deployment.engine().engine().compile(plan, Taps.NONE), model);
        } catch (IOException e) {
            // What is wrong with a checkpoint begins with its name, which is the model's here
            String reason = String.valueOf(e.getMessage());
            String subject = reason.startsWith(name + ": ") ? "model " : "model " + name + ": ";
            throw new UnusableModelException(subject + reason, e);
        }
    }
}
