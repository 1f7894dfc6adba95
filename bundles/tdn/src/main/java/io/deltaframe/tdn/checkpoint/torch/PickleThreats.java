package io.deltaframe.tdn.checkpoint.torch;

import java.util.Set;

/**
 * Names that a pickle mentions only to have Python run something when it is loaded. This reader would run nothing,
 * whatever the name: every name that it does not know stands for nothing. These are refused to warn people, who may
 * load the same file in Python.
 */
final class PickleThreats {

    private static final Set<String> MODULES = Set.of("os", "posix", "nt", "subprocess", "sys", "shutil", "socket",
            "runpy", "ctypes", "pty", "importlib", "imp", "webbrowser", "pickle", "_pickle", "cPickle", "dill",
            "cloudpickle", "marshal", "code", "codeop", "pdb", "bdb", "pip", "commands", "popen2", "urllib", "urllib2",
            "http", "requests", "timeit", "cProfile", "profile", "platform", "tempfile");

    private static final Set<String> BUILTINS = Set.of("eval", "exec", "execfile", "compile", "__import__", "open",
            "file", "input", "breakpoint", "apply", "globals", "locals", "vars", "setattr", "delattr", "memoryview");

    private static final Set<String> NAMES = Set.of("torch.load", "torch.serialization.load", "torch.jit.load",
            "torch.hub.load", "torch.hub.load_state_dict_from_url", "numpy.load",
            "numpy.testing._private.utils.runstring", "types.CodeType", "types.FunctionType");

    private PickleThreats() { }

    /** Whether Python would run more than a constructor of data for this name. */
    static boolean contain(String module, String name) {
        String first = module.contains(".") ? module.substring(0, module.indexOf('.')) : module;
        return MODULES.contains(first) || NAMES.contains(module + "." + name)
                || (module.equals("builtins") || module.equals("__builtin__")) && BUILTINS.contains(name);
    }
}
