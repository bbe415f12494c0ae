// Both languages at once, for stills and tests.

import type { Language } from "../../draw/numbers.ts";
import { en } from "./text-en.ts";
import { zh } from "./text-zh.ts";
import type { Text } from "./text.ts";

export const texts: Record<Language, Text> = { en, zh };
