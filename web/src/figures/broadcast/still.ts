// The still of the figure of broadcasts.

import { stillOf, type Run } from "../../stage/still.ts";
import { definition } from "./definition.ts";

export const still = (_base: unknown, run: Run): ReturnType<typeof stillOf> => stillOf(definition, run);
