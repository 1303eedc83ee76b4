import type { Command, Use } from './commands.ts';
import type { Model, ModelAddress, ModelGateway } from './model.ts';

/** What the model says about one request before it is sent. */
export interface Expectation {
  readonly method: string;
  readonly target: string;
  readonly body?: unknown;
  /** Codes any of which may refuse it; none means that it must be accepted. */
  readonly obstacles: readonly string[];
  /** What an acceptance changes. */
  readonly apply: (answer: Readonly<Record<string, unknown>>) => void;
}

/** What expectations are made from. */
export interface Scene {
  readonly model: Model;
  /** The ready networks of the two regions that take part. */
  readonly vpcIds: readonly string[];
  /** A client token that was not used before. */
  readonly token: string;
}

export type CommandOf<Kind extends Command['kind']> = Extract<Command, { readonly kind: Kind }>;

export function targetOf({ token }: Scene, path: string, action?: string): string {
  return `${path}?${action === undefined ? '' : `${action}&`}clientToken=${token}`;
}

export function addressAt({ model: { addresses } }: Scene, place: number): ModelAddress {
  const address = addresses[place % addresses.length];
  if (address === undefined) throw new Error('The model has no address.');
  return address;
}

/** Different places may stand for the same address. */
export function addressesAt(scene: Scene, places: readonly number[]): readonly ModelAddress[] {
  return [...new Set(places.map((place) => addressAt(scene, place)))];
}

/** Most rules of a random client should stand on an address the gateway has. */
export function preferBound(scene: Scene, gateway: ModelGateway, places: readonly number[]) {
  return prefer(scene, places, ({ ip }) => gateway.addresses.has(ip));
}

export function preferFree(scene: Scene, { vpc }: ModelGateway, places: readonly number[]) {
  const isFree = ({ gone, ip }: ModelAddress) => !gone && scene.model.ownerOf(ip) === undefined;
  return prefer(scene, places, (address) => address.vpc === vpc && isFree(address));
}

function prefer(
  scene: Scene,
  places: readonly number[],
  suits: (address: ModelAddress) => boolean,
): readonly ModelAddress[] {
  const suitable = scene.model.addresses.filter(suits);
  const choose = (place: number) =>
    isContrary(place) ? undefined : suitable[place % Math.max(1, suitable.length)];
  return [...new Set(places.map((place) => choose(place) ?? addressAt(scene, place)))];
}

/** One random choice in five goes against what would work. */
function isContrary(place: number): boolean {
  return place % 5 === 0;
}

export function fittingUse(
  { enhanced }: ModelGateway,
  { use, gateway }: { readonly use: Use; readonly gateway: number },
): Use {
  if (isContrary(gateway)) return use;
  if (enhanced) return 'both';
  return use === 'both' ? 'snat' : use;
}
