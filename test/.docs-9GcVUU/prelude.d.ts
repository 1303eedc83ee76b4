/** What blocks of the pages may use without saying where it comes from. */
type Clouds = {
  shop: import('@polynat/alibaba').AlibabaDriver;
  search: import('@polynat/baidu').BaiduDriver;
  legacy: import('@polynat/tencent-bm').TencentBmDriver;
};

declare const nat: import('@polynat/core').Nat<Clouds>;
declare const driver: Clouds['shop'];
declare const vpc: string;
declare const subnet: string;
declare const region: string;
declare const emulator: import('@polynat/emulator').Emulator;
declare const runs: import('@polynat/fleet').FleetRuns;
declare const container: import('inversify').Container;
declare const call: import('@polynat/core').Call;

declare const alibaba: typeof import('@polynat/alibaba').alibaba;
declare const baidu: typeof import('@polynat/baidu').baidu;
declare const fromEnvironment: typeof import('@polynat/core').fromEnvironment;
declare const leanSender: typeof import('@polynat/transport').leanSender;
declare const memoryRateLimiter: typeof import('@polynat/transport').memoryRateLimiter;
declare const token: typeof import('@polynat/inversify').token;
declare const NAT: typeof import('@polynat/inversify').NAT;
declare const CLOCK: typeof import('@polynat/inversify').CLOCK;
declare const readFile: typeof import('node:fs/promises').readFile;
type Trace = import('@polynat/transport').Trace;
type Span = import('@opentelemetry/api').Span;
type Tracer = import('@opentelemetry/api').Tracer;

/** Stand-ins for what a reader brings along. */
declare class Report {
  constructor(nat: import('@polynat/core').Nat, clock: import('@polynat/core').Clock);
}
declare function sign(
  parameters: Readonly<Record<string, string>>,
  keys: unknown,
  instant: number,
  nonce: string,
): import('@polynat/transport').WireRequest;
declare const keys: unknown;
declare function errorOf(body: unknown): import('@polynat/core').NatError | undefined;
declare function requestIdOf(body: unknown): string | undefined;
declare const describeGateways: import('zod').ZodType<{ readonly gateways: readonly string[] }>;
declare function renewAll(nat: import('@polynat/core').Clouds): Promise<void>;
