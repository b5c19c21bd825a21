/** @returns loss of the batch, with the gradients by raw embeddings and raw class weights written to the last two */
export type Head = (x: Float32Array, w: Float32Array, labels: Int32Array, gradX: Float32Array, gradW: Float32Array) => number;

/**
 * ArcFace's head by hand, for n embeddings of dimension d.
 *
 * @param s  scale
 * @param m  margin, radians
 */
export function arcfaceHead(n: number, d: number, classes: number, s: number, m: number): Head {
  const [cosM, sinM] = [Math.cos(m), Math.sin(m)];
  // In double precision: near θ = 0 and π the sine is what is left of 1 − cos² θ.
  const unit = new Float64Array(classes * d);
  const inverse = new Float64Array(classes);
  const gradUnit = new Float64Array(classes * d);
  const [cosines, pulls] = [new Float64Array(classes), new Float64Array(classes)];
  const direction = new Float64Array(d);
  const gradient = new Float64Array(d);
  return (x, w, labels, gradX, gradW) => {
    for (let j = 0; j < classes; j++) {
      let square = 0;
      for (let c = 0; c < d; c++) square += w[j * d + c]! * w[j * d + c]!;
      inverse[j] = 1 / Math.sqrt(square);
      for (let c = 0; c < d; c++) unit[j * d + c] = w[j * d + c]! * inverse[j]!;
    }
    gradUnit.fill(0);
    let loss = 0;
    for (let i = 0; i < n; i++) {
      const own = labels[i]!;
      let square = 0;
      for (let c = 0; c < d; c++) square += x[i * d + c]! * x[i * d + c]!;
      const inverseX = 1 / Math.sqrt(square);
      for (let c = 0; c < d; c++) direction[c] = x[i * d + c]! * inverseX;
      for (let j = 0; j < classes; j++) {
        let cosine = 0;
        for (let c = 0; c < d; c++) cosine += direction[c]! * unit[j * d + c]!;
        cosines[j] = cosine;
      }
      const ownCosine = cosines[own]!;
      const sine = Math.sqrt(Math.max(1e-12, 1 - ownCosine * ownCosine));
      const target = ownCosine * cosM - sine * sinM;
      cosines[own] = target;
      let highest = Number.NEGATIVE_INFINITY;
      for (let j = 0; j < classes; j++) if (cosines[j]! > highest) highest = cosines[j]!;
      let total = 0;
      for (let j = 0; j < classes; j++) {
        pulls[j] = Math.exp(s * (cosines[j]! - highest));
        total += pulls[j]!;
      }
      loss += Math.log(total) + s * (highest - target);
      gradient.fill(0);
      for (let j = 0; j < classes; j++) {
        let pull = (s / n) * (pulls[j]! / total - (j === own ? 1 : 0));
        // d cos(θ + m) / d cos θ
        if (j === own) pull *= cosM + (sinM * ownCosine) / sine;
        for (let c = 0; c < d; c++) {
          gradient[c]! += pull * unit[j * d + c]!;
          gradUnit[j * d + c]! += pull * direction[c]!;
        }
      }
      let along = 0;
      for (let c = 0; c < d; c++) along += gradient[c]! * direction[c]!;
      for (let c = 0; c < d; c++) gradX[i * d + c] = (gradient[c]! - along * direction[c]!) * inverseX;
    }
    for (let j = 0; j < classes; j++) {
      let along = 0;
      for (let c = 0; c < d; c++) along += gradUnit[j * d + c]! * unit[j * d + c]!;
      for (let c = 0; c < d; c++) gradW[j * d + c] = (gradUnit[j * d + c]! - along * unit[j * d + c]!) * inverse[j]!;
    }
    return loss / n;
  };
}
