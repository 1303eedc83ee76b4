import { mutations } from '@polynat/core';
import { writes } from '@polynat/server';
import { describe, expect, it } from 'vitest';
import { optionLabel } from '../src/forms/labels.ts';
import { texts } from '../src/texts/texts.ts';
import { languageOf, languages, translate, translateKnown } from '../src/texts/translate.ts';
import { clouds, fieldsIn, formOf } from './forms.ts';

const wordsIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, word]) => word).sort();

describe('texts', () => {
  it('are there in both languages, and take the same words', () => {
    for (const [key, [english, chinese]] of Object.entries(texts)) {
      expect([key, english.trim() !== '', chinese.trim() !== '']).toEqual([key, true, true]);
      expect([key, wordsIn(chinese)]).toEqual([key, wordsIn(english)]);
    }
  });

  it('are Chinese in Chinese, but for names that both languages write alike', () => {
    const alike = Object.entries(texts).flatMap(([key, [, chinese]]) =>
      /\p{Script=Han}/u.test(chinese) ? [] : [key],
    );
    expect(alike).toEqual([
      'column.id',
      'use.snat',
      'use.dnat',
      'option.purpose.snat',
      'option.purpose.dnat',
      'option.protocol.tcp',
      'option.protocol.udp',
    ]);
  });

  it('name every write, every effect, and every field and branch of every form on every cloud', async () => {
    const forms = (await clouds).flatMap(({ capabilities }) =>
      mutations.map((mutation) => formOf(mutation, { capabilities })),
    );
    const keys = mutations.flatMap((mutation) => [
      `write.${mutation}`,
      ...writes[mutation].effects.map((effect) => `effect.${effect}.means`),
    ]);
    const missing = languages.flatMap((language) => [
      ...keys.filter((key) => translateKnown(language, key) === undefined),
      ...forms
        .flatMap((form) => fieldsIn(language, form))
        .flatMap(({ path, label }) => (label === undefined ? [path] : [])),
    ]);
    expect(missing).toEqual([]);
  });

  it('fill in words, and leave a stranger in braces alone', () => {
    expect(translate('en', 'fleet.count', { shown: 2, all: '10,000' })).toBe('2 of 10,000 gateways');
    expect(translate('zh', 'fleet.within', { days: 7 })).toBe('7 天内到期');
    expect(translate('en', 'fleet.failed')).toBe('{cloud} did not answer.');
    expect(translate('en', 'fleet.failed', { cloud: '{days}' })).toBe('{days} did not answer.');
  });

  it.each([
    ['zh-CN', 'zh'],
    ['zh', 'zh'],
    ['zh-Hant-TW', 'zh'],
    ['en-GB', 'en'],
    ['de', 'en'],
    ['', 'en'],
  ])('of a browser in "%s" are %s', (tag, language) => {
    expect(languageOf(tag)).toBe(language);
  });

  it('say lengths of time, and values that have a word', () => {
    expect(optionLabel('en', 'term', '{"months":3}')).toBe('3 months');
    expect(optionLabel('zh', 'billing.term', '{"years":1}')).toBe('1 年');
    expect([optionLabel('en', 'options.icmpReply', 'true'), optionLabel('en', 'x', 'vpc-1')]).toEqual([
      'yes',
      'vpc-1',
    ]);
  });
});
