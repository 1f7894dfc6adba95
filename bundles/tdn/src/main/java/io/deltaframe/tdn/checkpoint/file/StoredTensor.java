package io.deltaframe.tdn.checkpoint.file;

import io.deltaframe.tdn.TensorInfo;

/**
 * Where the elements of a tensor lie.
 *
 * @param info     name, type, shape
 * @param position of the first element in the file, bytes
 * @param strides  elements between neighbours in each dimension; null where the tensor is contiguous and row-major
 */
public record StoredTensor(TensorInfo info, long position, long[] strides) { }
