const degree = 180 / Math.PI;

/** A number with a true minus sign and fixed decimals; never "−0.00". */
export function fixed(value: number, digits = 2): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** As `fixed`, with a plus sign before positive numbers: for differences. */
export function signed(value: number, digits = 3): string {
  const text = fixed(value, digits);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** An angle given in radians, written in degrees. */
export function degrees(theta: number, digits = 1): string {
  return `${fixed(theta * degree, digits)}°`;
}

export const toDegrees = (radians: number): number => radians * degree;
export const toRadians = (inDegrees: number): number => inDegrees / degree;
