package io.deltaframe.recognizer.serving;

import io.deltaframe.api.Recognizer;
import io.deltaframe.api.config.ConfigurationReader;
import io.deltaframe.api.config.RecognizerConfig;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.api.swap.ModelSwitch;
import io.deltaframe.api.video.VideoSource;
import java.util.Map;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * A recognizer of one model as configured. The component itself is the recognizer's readiness probe, there from the
 * first moment. The {@link Recognizer} is registered in code while the component lives on and waits for models: a
 * component's own service could not come and go.
 *
 * <p>A video source is asked for, so that a recognizer that is there can open videos; a platform that hands over frames
 * only and has no video bundle sets the configuration property {@code videos.cardinality.minimum} to 0.
 */
@Component(name = RecognizerConfig.PID, service = ReadinessProbe.class, immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE, property = "videos.cardinality.minimum:Integer=1")
@Designate(ocd = RecognizerConfiguration.class, factory = true)
@Capability(namespace = "osgi.service", uses = Recognizer.class,
        attribute = "objectClass:List<String>=\"io.deltaframe.api.Recognizer\"", effective = "active")
@Capability(namespace = "osgi.service", uses = ModelSwitch.class,
        attribute = "objectClass:List<String>=\"io.deltaframe.api.swap.ModelSwitch\"", effective = "active")
public final class ConfiguredRecognizer implements ReadinessProbe {

    private final ManagedRecognizer recognizer;

    @Reference(name = "videos", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile VideoSource videos;

    /**
     * Made by the component runtime.
     *
     * @param recognizers makes recognizers
     * @param first       as configured: its name counts, for what is told of a recognizer that was never configured
     *                    rightly
     */
    @Activate
    public ConfiguredRecognizer(@Reference RecognizerFactory recognizers, Map<String, Object> first) {
        String name = ConfigurationReader.text(first, RecognizerConfig.NAME);
        recognizer = recognizers.create(name.isBlank() ? "default" : name, () -> videos);
    }

    @Activate
    @Modified
    void configure(Map<String, Object> properties) {
        recognizer.configure(
                () -> RecognizerSettings.of(ConfigurationReader.read(RecognizerConfiguration.class, properties)),
                properties, ConfigurationReader.unknown(RecognizerConfiguration.class, properties));
    }

    @Deactivate
    void stop() {
        recognizer.stop();
    }

    @Override
    public Readiness readiness() {
        return recognizer.readiness();
    }
}
