import { counted } from './picture.ts';

/** Colours and words of a picture, for pages with a theme and a language of their own. */
export interface Look {
  readonly colours?: Partial<Colours>;
  readonly words?: Partial<PictureWords>;
}

export interface Colours {
  readonly text: string;
  readonly faint: string;
  readonly frame: string;
  readonly vpc: string;
  readonly gateway: string;
  readonly ip: string;
  readonly SNAT: string;
  readonly DNAT: string;
}

export interface PictureWords {
  readonly publicIps: string;
  readonly vpc: string;
  readonly wholeVpc: string;
  readonly noRule: string;
  moreRules(count: number): string;
  moreIps(count: number): string;
  more(count: number): string;
}

export const usualColours: Colours = {
  text: '#1f2933',
  faint: '#616e7c',
  frame: '#9aa5b1',
  vpc: '#f0f4f8',
  gateway: '#e3f8ff',
  ip: '#fffbea',
  SNAT: '#0b69a3',
  DNAT: '#b44d12',
};

export const usualWords: PictureWords = {
  publicIps: 'Public IPs',
  vpc: 'VPC',
  wholeVpc: 'whole VPC',
  noRule: 'no rule',
  moreRules: (count) => `and ${counted(count, 'more rule')}`,
  moreIps: (count) => `and ${counted(count, 'more public IP')}`,
  more: (count) => `and ${count} more`,
};
