import { situationRulesSchema } from '#core/situation-rules.ts';
import type { SituationRules } from '#core/situation-rules.ts';
import { readYaml } from './yaml.ts';
import type { FileReading } from './yaml.ts';

/** Reads `config/situations/<watch>.yaml`. @param file as people are told it. */
export function readSituations(file: string, text: string): FileReading<SituationRules> {
  return readYaml(file, text, situationRulesSchema);
}
