// Broadcast: the root alone, or everybody who has the values already.

import { stageOf } from "../../stage/stage.ts";
import { definition } from "./definition.ts";

export default stageOf(definition);
