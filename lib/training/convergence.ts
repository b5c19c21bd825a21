/** What has been seen of a run's progress; part of its state, so that a run that is replayed ends at the same step. */
export interface Progress {
  /** Mean loss since the last look, as a running sum. */
  readonly lossSum: number;
  readonly lossCount: number;
  readonly bestLoss: number;
  readonly bestAccuracy: number;
  /** Looks in a row without progress. */
  readonly idle: number;
  readonly accuracy: { readonly train: number; readonly test: number };
}

export const noProgress: Progress = {
  lossSum: 0,
  lossCount: 0,
  bestLoss: Number.POSITIVE_INFINITY,
  bestAccuracy: 0,
  idle: 0,
  accuracy: { train: Number.NaN, test: Number.NaN },
};

/** Steps between two looks at the whole training part. */
export const lookEvery = 25;

/** Looks without progress after which a run counts as converged. */
const patience = 12;

export const addLoss = (progress: Progress, loss: number): Progress => ({
  ...progress,
  lossSum: progress.lossSum + loss,
  lossCount: progress.lossCount + 1,
});

/** Progress is a loss 1 % below the best so far, or a higher training accuracy. While ramps run, nothing counts as idle. */
export function look(progress: Progress, accuracy: Progress['accuracy'], settled: boolean): Progress {
  const loss = progress.lossCount > 0 ? progress.lossSum / progress.lossCount : Number.POSITIVE_INFINITY;
  const better = loss < 0.99 * progress.bestLoss || accuracy.train > progress.bestAccuracy;
  return {
    lossSum: 0,
    lossCount: 0,
    // While the loss itself changes its scale with s and m, the best value means nothing yet.
    bestLoss: settled ? Math.min(loss, progress.bestLoss) : Number.POSITIVE_INFINITY,
    bestAccuracy: settled ? Math.max(accuracy.train, progress.bestAccuracy) : 0,
    idle: settled && !better ? progress.idle + 1 : 0,
    accuracy,
  };
}

export const hasConverged = (progress: Progress): boolean => progress.idle >= patience;

/** After a change the run gets all its patience back. */
export const startAfresh = (progress: Progress): Progress => ({ ...noProgress, accuracy: progress.accuracy });
