import type { ApiOperation, Protocol } from '@polynat/adapter-kit';
import { envelope, failureIn, type Meanings } from './errors.ts';
import { signing } from './request.ts';
import type { TencentCredentials } from './signer.ts';

/** One operation of version 3. */
export interface Operation extends ApiOperation {
  /** Whose host answers: `vpc` is at vpc.tencentcloudapi.com. */
  readonly service: string;
  readonly version: string;
}

/** Where a product is, and its own words. */
export interface Product {
  readonly cloud: string;
  /** Names the API in messages. */
  readonly api: string;
  readonly region: string;
  /** Where everything goes, in place of the hosts of the services. */
  readonly endpoint: string | undefined;
  readonly meanings: Meanings;
}

/** How version 3 travels, https://cloud.tencent.com/document/api/1024/34237 */
export function protocolOf<Op extends Operation>(product: Product): Protocol<Op, TencentCredentials> {
  const { cloud, api, region, endpoint, meanings } = product;
  const sign = signing();
  return {
    cloud,
    api,
    /** Counted per operation, region and account, https://cloud.tencent.com/document/product/1278/109059 */
    rateKey: ({ name }, { secretId }) => `${cloud}/${secretId}/${region}/${name}`,
    draft: ({ name, service, version, repeat }, parameters) => {
      const draft = { action: name, service, version, region, endpoint };
      return (stamp) => {
        const token = repeat === 'token' && stamp.token !== undefined ? { ClientToken: stamp.token } : {};
        return sign({ ...draft, parameters: { ...token, ...parameters } }, stamp);
      };
    },
    answersWithId: true,
    failureOf: (body, response, { name }) => failureIn(body, response, { cloud, operation: name, meanings }),
    requestIdOf: (body) => envelope.safeParse(body).data?.Response.RequestId,
    unwrap: (body) => envelope.safeParse(body).data?.Response,
  };
}
