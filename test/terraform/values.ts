import { decode, ExtensionCodec, encode } from '@msgpack/msgpack';

/** A value that Terraform learns when it applies. */
export class Unknown {}

const codec = new ExtensionCodec();
codec.register({
  type: 0,
  encode: (value) => (value instanceof Unknown ? new Uint8Array([0]) : null),
  decode: () => new Unknown(),
});

export type Values = Readonly<Record<string, unknown>>;

export interface DynamicValue {
  readonly msgpack: Uint8Array;
}

export const pack = (values: Values | null): DynamicValue => ({
  msgpack: encode(values, { extensionCodec: codec }),
});

/** What Terraform sends is an object of its schema, or null. */
export const unpack = ({ msgpack }: DynamicValue): Values | null =>
  decode(msgpack, { extensionCodec: codec }) as Values | null;
