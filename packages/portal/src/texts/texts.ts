import { changeTexts } from './change-texts.ts';
import { fieldTexts } from './field-texts.ts';
import { frameTexts } from './frame-texts.ts';
import { migrateTexts } from './migrate-texts.ts';
import { stateTexts } from './state-texts.ts';

/** Every text of the page, in English and in Simplified Chinese. */
export const texts = {
  ...frameTexts,
  ...stateTexts,
  ...changeTexts,
  ...fieldTexts,
  ...migrateTexts,
} as const;
