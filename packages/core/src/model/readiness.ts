/** Why a gateway carries no traffic. */
export const obstacleCodes = [
  'state',
  'arrears',
  'locked',
  'expired',
  'no-address',
  'no-rule',
  'no-route',
] as const;
export type ObstacleCode = (typeof obstacleCodes)[number];

export interface Obstacle {
  readonly code: ObstacleCode;
  readonly reason: string;
  readonly remedy: string;
}

/** Whether a gateway can carry traffic, and everything that stands in its way. */
export interface Readiness {
  readonly ready: boolean;
  readonly obstacles: readonly Obstacle[];
}
