import { type Drawable, svgOf } from '@polynat/pictures';
import { css, html, type TemplateResult } from 'lit';
import type { DnatRule, Gateway, SnatRule } from '../api/types.ts';
import { type Language, translate } from '../texts/translate.ts';

/** A gateway with its rules, as a picture takes it. */
export function drawableOf(
  gateway: Pick<Gateway, 'name' | 'ref' | 'placement' | 'addresses'>,
  snat: readonly SnatRule[],
  dnat: readonly DnatRule[],
): Drawable {
  return {
    gateway: {
      name: gateway.name === '' ? gateway.ref : gateway.name,
      network: { vpc: gateway.placement.vpc },
    },
    addresses: gateway.addresses.map(({ ip, bandwidthMbps }) => ({
      ip,
      ...(bandwidthMbps !== undefined && { bandwidthMbps }),
    })),
    snat: snat.map(({ name, source, through }) => ({ ...(name !== undefined && { name }), source, through })),
    dnat: dnat.map(({ name, protocol, public: outside, private: inside }) => ({
      ...(name !== undefined && { name }),
      ...{ protocol, public: outside, private: inside },
    })),
  };
}

/** Read as XML: a name can close no element and begin none, whatever it holds. */
function elementOf(svg: string): Element {
  const { documentElement } = new DOMParser().parseFromString(svg, 'image/svg+xml');
  return document.importNode(documentElement, true);
}

export const pictureStyles = css`
  .picture svg {
    display: block;
    width: 100%;
    min-width: 620px;
    max-width: 900px;
    height: auto;
    margin: 0 auto;
  }
`;

/** A picture that keeps its size where the page is narrow, and scrolls there. */
export function pictureView(language: Language, drawable: Drawable, title: string): TemplateResult {
  return html`<figure class="scroll picture" tabindex="0" role="group" aria-label=${translate(language, 'picture.label', { title })}>
    ${elementOf(svgOf(drawable, { words: wordsIn(language), colours }))}
  </figure>`;
}

/** The picture takes its colours from the part around it, so it is light or dark with it. */
const colours = {
  text: 'var(--text)',
  faint: 'var(--muted)',
  frame: 'var(--line)',
  vpc: 'var(--raised)',
  gateway: 'var(--accent-back)',
  ip: 'var(--raised)',
  SNAT: 'var(--accent)',
  DNAT: 'var(--warn)',
};

const wordsIn = (language: Language) => ({
  publicIps: translate(language, 'picture.publicIps'),
  vpc: translate(language, 'picture.vpc'),
  wholeVpc: translate(language, 'picture.wholeVpc'),
  noRule: translate(language, 'picture.noRule'),
  moreRules: (count: number) => translate(language, 'picture.moreRules', { count }),
  moreIps: (count: number) => translate(language, 'picture.moreIps', { count }),
  more: (count: number) => translate(language, 'picture.more', { count }),
});
