export const worstClassAngles: Readonly<Record<string, readonly number[]>> = {};
