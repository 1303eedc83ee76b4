export { type Client, type ClientParts, createClient, type Signature } from './client.ts';
export { nativeApi, type TypedNativeApi } from './native.ts';
export type { ApiOperation, Protocol, Stamp } from './protocol.ts';
export { refusalOfStranger } from './strangers.ts';
