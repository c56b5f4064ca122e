import { z } from 'zod';
import { parseMultipart } from '../standin/multipart.ts';
import { badRequest } from './refusal.ts';

/** A file that came with the request. */
export class Upload {
  readonly filename: string | null;
  readonly bytes: number;

  constructor(filename: string | null, bytes: number) {
    this.filename = filename;
    this.bytes = bytes;
  }
}

/**
 * The parameters of a call, from wherever the Bot API takes them: the query string, a JSON body, an urlencoded or a
 * multipart one (https://core.telegram.org/bots/api#making-requests).
 */
export function readParams(
  query: URLSearchParams,
  contentType: string,
  body: Buffer,
): Readonly<Record<string, unknown>> {
  const params: Record<string, unknown> = Object.fromEntries(query);
  if (body.length === 0) return params;
  if (/^application\/json/i.test(contentType)) {
    return { ...params, ...parseJsonObject(body.toString('utf8')) };
  }
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) {
    return { ...params, ...Object.fromEntries(new URLSearchParams(body.toString('utf8'))) };
  }
  if (/^multipart\/form-data/i.test(contentType)) {
    for (const part of parseMultipart(contentType, body)) {
      params[part.name] =
        part.filename === null
          ? part.content.toString('utf8')
          : new Upload(part.filename, part.content.length);
    }
    return params;
  }
  throw badRequest('Unsupported content type');
}

function parseJsonObject(text: string): object {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // Refused below like any other body that is no object.
  }
  throw badRequest("Can't parse JSON object");
}

/** Forms carry everything as text, so a number may be one. */
export const integer = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);

/** The same for yes and no. */
export const flag = z.union([
  z.boolean(),
  z.enum(['true', 'false', 'True', 'False']).transform((word) => word.toLowerCase() === 'true'),
]);

/** A structure, which forms carry as JSON text. */
export function structure<S extends z.ZodType>(schema: S): z.ZodType<z.output<S>> {
  return z.preprocess((value, context) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is no JSON' });
      return z.NEVER;
    }
  }, schema);
}

/** A chat by number or @username. */
export const chatReference = z.union([z.int(), z.string()]);
