// Every page of people who work here, from the program's own table: a page nobody visits turns a test red.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const routes = readFileSync(join(import.meta.dirname, '../../../app/src/routes.rs'), 'utf8')
const table = routes.slice(routes.indexOf('APP_PAGES'), routes.indexOf('];', routes.indexOf('APP_PAGES')))

/** Such as `/{org}/tickets/{code}`. */
export const pages = [...table.matchAll(/"(\/[^"]*)"/g)].map((match) => match[1]!)
