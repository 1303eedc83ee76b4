/** What consumers write, as modules and as CommonJS. */

/** Reads through one cloud and writes through another, and recognises the error of an adapter as one of core. */
const steps = `
const { url: endpoint, credentials, networks } = JSON.parse(process.env.CONNECTION);
async function call() {
  const nat = createNat({
    shop: alibaba({ region: networks.alibaba.regionId, credentials: credentials.alibaba, endpoint }),
    search: baidu({ region: networks.baidu.region, credentials: credentials.baidu, endpoint }),
    legacy: tencentBm({ region: networks.tencentBm.region, credentials: credentials.tencentBm, endpoint }),
    games: tencentVpc({ region: networks.tencentVpc.region, credentials: credentials.tencentVpc, endpoint }),
  });
  const network = { vpc: networks.alibaba.vpcId, subnet: networks.alibaba.vSwitchId };
  const made = await nat.use('shop').gateways.create({ name: 'consumer', network });
  const { failures } = await nat.gateways.list().settle();
  const missing = await nat.use('search').gateway('search:bj/nat-missing').get().catch((error) => error);
  await nat.use('shop').gateway(made.ref).delete();
  await nat.close();
  if (failures.length > 0) throw failures[0].error;
  console.log(missing instanceof NatError && missing.code === 'not-found' ? 'called' : String(missing));
}
call().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
`;

const imported = {
  core: '{ createNat, NatError }',
  alibaba: '{ alibaba }',
  baidu: '{ baidu }',
  'tencent-bm': '{ tencentBm }',
  'tencent-vpc': '{ tencentVpc }',
};
/** The programs are texts, and import nothing into this tree. */
export const scope = '@polynat';

const importing = (write: (names: string, from: string) => string): string =>
  Object.entries(imported)
    .map(([name, names]) => write(names, `${scope}/${name}`))
    .join('\n');

export const callingModule = importing((names, from) => `import ${names} from '${from}';`) + steps;
/** A runtime that warns about modules loaded by `require` would print it in every program. */
export const callingCommonJs = `process.on('warning', (warning) => { throw warning; });
${importing((names, from) => `const ${names} = require('${from}');`)}${steps}`;
export const callingPrints = 'called';

/** Every entry point, and one call whose types say no. */
export function typedProgram(entryPoints: readonly string[]): string {
  const imports = entryPoints.map((door, index) => `import * as door${index} from '${door}';`);
  const names = entryPoints.map((_door, index) => `door${index}`);
  return `${imports.join('\n')}
import { createNat } from '@polynat/core';
import { tencentBm } from '${scope}/tencent-bm';
import { baidu } from '${scope}/baidu';
export const all = [${names.join(', ')}];
const credentials = async () => ({ secretId: 'a', secretKey: 'b' });
const nat = createNat({
  legacy: tencentBm({ region: 'ap-guangzhou', credentials }),
  search: baidu({ region: 'bj', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }),
});
export const renew = () => nat.use('search').gateway('search:bj/nat-1').renew({ months: 3 });
export const state = async () => (await nat.use('search').gateway('search:bj/nat-1').get()).state satisfies string;
// @ts-expect-error: that cloud has no prepaid gateways
export const no = () => nat.use('legacy').gateway('legacy:ap-guangzhou/vpc-1/nat-1').renew({ months: 3 });
`;
}
