/** The script of the page. Any other page that loads it can use the elements too. */
import { defineElements } from '../src/elements.ts';

defineElements();
