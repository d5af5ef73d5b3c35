import { z } from 'zod'

/** A TCP or UDP port that something listens on. */
export const portSchema = z.int().min(1).max(65535)
