import { z } from 'zod';
import type { KnownKeys, Path } from './yaml.ts';

type Shape = z.core.JSONSchema._JSONSchema;

/** The keys a schema knows, by place; list positions and ids chosen by the person lead into what is behind them. */
export function knownKeys(schema: z.ZodType): KnownKeys {
  const root: Shape = z.toJSONSchema(schema, { io: 'input' });
  return {
    keysAt(path: Path): readonly string[] {
      let shape: Shape | undefined = root;
      for (const step of path) shape = inside(shape, step);
      return typeof shape === 'object' ? Object.keys(shape.properties ?? {}) : [];
    },
  };
}

function inside(shape: Shape | undefined, step: PropertyKey): Shape | undefined {
  if (typeof shape !== 'object') return undefined;
  if (typeof step === 'number') return Array.isArray(shape.items) ? undefined : shape.items;
  return shape.properties?.[String(step)] ?? shape.additionalProperties;
}
