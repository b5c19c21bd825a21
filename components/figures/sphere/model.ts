import type { ClassLabels } from '../../../lib/datasets/dataset';
import type { LossSettings } from '../../../lib/training/types';

/** What a sphere shows, ready to draw. Directions are unit vectors of the object frame, row by row; a zero vector has no direction. */
export interface SphereModel {
  readonly classes: number;
  /** C × 3. */
  readonly directions: Float32Array;
  /** ‖W_j‖ where the loss keeps it, else 1. */
  readonly norms: Float32Array;
  /** b_j over the typical ‖x‖; 0 where the loss has no bias. */
  readonly biases: Float32Array;
  /** n × 3. */
  readonly points: Float32Array;
  readonly labels: ClassLabels;
  /** 1 where the nearest class direction is not the sample's own. */
  readonly wrong: Uint8Array;
  /** Loss in force: its target logit colours the regions. */
  readonly loss: LossSettings;
  /** The factor of the logits: s, or the typical ‖x‖ of a loss that keeps the norm. */
  readonly softness: number;
  readonly labelsOfClasses: readonly string[];
}
