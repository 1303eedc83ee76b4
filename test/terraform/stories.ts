import { seed } from '../migration/seed.ts';
import type { Deaths } from '../migration/story.ts';

/** The sources of which Terraform knows can all be deleted here: none is prepaid, and no route table points at one. */
export const deletableSeed = {
  ...seed,
  baidu: {
    ...seed.baidu,
    gateways: seed.baidu.gateways.map(({ expiresInDays, ...gateway }) => gateway),
  },
  tencentVpc: {
    ...seed.tencentVpc,
    vpcs: seed.tencentVpc.vpcs.map((vpc) => ({ ...vpc, routeTables: [] })),
  },
};

/** Three processes die while the new gateway is built, and more in each later part. */
export const deaths: Deaths = {
  build: [
    { at: 6, ending: 'after' },
    { at: 9, ending: 'after' },
    { at: 7, ending: 'before' },
  ],
  cutOver: [{ at: 2, ending: 'before' }],
  back: [
    { at: 1, ending: 'after' },
    { at: 4, ending: 'before' },
  ],
  finalize: [{ at: 2, ending: 'after' }],
};
