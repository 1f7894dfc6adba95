package io.deltaframe.itests.felix;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test for a JVM that was started with TornadoVM, as the build starts it where TORNADOVM_HOME names an SDK; skipped
 * elsewhere.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsTornadoVm.Condition.class)
@interface NeedsTornadoVm {

    /** Looks for TornadoVM, and prints why a test is skipped. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext test) {
            try {
                Class.forName("uk.ac.manchester.tornado.api.TaskGraph", false, ClassLoader.getSystemClassLoader());
                return ConditionEvaluationResult.enabled("TornadoVM is here");
            } catch (ClassNotFoundException e) {
                String home = System.getenv("TORNADOVM_HOME");
                String reason = home == null ? "TORNADOVM_HOME is not set"
                        : "this JVM was started without the TornadoVM that TORNADOVM_HOME names, " + home;
                System.out.println(test.getDisplayName() + " is skipped: " + reason);
                return ConditionEvaluationResult.disabled(reason);
            }
        }
    }
}
