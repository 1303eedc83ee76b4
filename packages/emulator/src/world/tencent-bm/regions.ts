export interface Zone {
  readonly id: number;
  readonly name: string;
  readonly title: string;
}

export interface Region {
  /** Integer id of DescribeRegions (bm). */
  readonly id: number;
  readonly name: string;
  /** Short form the samples of the v2 pages use. */
  readonly short: string;
  readonly title: string;
  readonly zones: readonly [Zone, ...Zone[]];
}

/** Regions of BM with the zones seen in the documents (cloud.tencent.com/document/api/386/33564). */
export const regions: readonly Region[] = [
  {
    id: 1,
    name: 'ap-guangzhou',
    short: 'gz',
    title: '华南地区（广州）',
    zones: [{ id: 1000100003, name: 'ap-guangzhou-bls-1', title: '广州物理机一区' }],
  },
  {
    id: 4,
    name: 'ap-shanghai',
    short: 'sh',
    title: '华东地区（上海）',
    zones: [
      { id: 1000400001, name: 'ap-shanghai-bls-1', title: '上海物理机一区' },
      { id: 1000400003, name: 'ap-shanghai-bls-3', title: '上海物理机三区' },
    ],
  },
  {
    id: 8,
    name: 'ap-beijing',
    short: 'bj',
    title: '华北地区（北京）',
    zones: [
      { id: 1000800001, name: 'ap-beijing-bls-1', title: '北京物理机一区' },
      { id: 1000800002, name: 'ap-beijing-bls-2', title: '北京物理机二区' },
    ],
  },
  {
    id: 19,
    name: 'ap-chongqing',
    short: 'cq',
    title: '西南地区（重庆）',
    zones: [{ id: 1001900001, name: 'ap-chongqing-bls-1', title: '重庆物理机一区' }],
  },
];

/** Both `ap-guangzhou` and `gz`. */
export function findRegion(name: string): Region | undefined {
  return regions.find((region) => region.name === name || region.short === name);
}
