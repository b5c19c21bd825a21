import * as tf from '@tensorflow/tfjs-core';

/** Name of the untouched cpu backend. */
export const stockCpu = 'stock-cpu';

/**
 * Registers the cpu backend once more, with the kernels that it comes with. To be called before the engine loads cpu: it replaces
 * some of those kernels and takes others away.
 */
export async function registerStockCpu(): Promise<void> {
  const { MathBackendCPU } = await import('@tensorflow/tfjs-backend-cpu');
  tf.copyRegisteredKernels('cpu', stockCpu);
  tf.registerBackend(stockCpu, () => new MathBackendCPU());
}
