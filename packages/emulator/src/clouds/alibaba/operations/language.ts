import type { Language } from '../../../world/alibaba/regions.ts';
import * as rules from '../parameter-rules.ts';

export const acceptLanguage = { AcceptLanguage: rules.oneOf('zh-CN', 'en-US') };

/** Names are Chinese unless a caller asks for English ones. */
export function readLanguage(given: string | undefined): Language {
  return given === 'en-US' ? 'en-US' : 'zh-CN';
}
