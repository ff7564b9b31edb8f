// Eight tabs over three organizations, all live, none hangs: browsers allow six connections per host over plain HTTP/1.1.
import { expect, goto, test } from './support/test.ts'
import { demo, signInDemo } from './support/people.ts'

test('eight tabs over three organizations are all live', async ({ page, context, server }) => {
  test.setTimeout(120_000)
  const made = await signInDemo(page, server)
  const person = made.users.reduce((most, user) => (user.orgs.length > most.orgs.length ? user : most))
  const orgs = person.orgs.map((org) => org.slug)
  const tabs = []
  for (let index = 0; index < 8; index++) {
    const tab = await context.newPage()
    await goto(tab, `/${orgs[index % orgs.length]}/tickets`)
    tabs.push({ tab, org: orgs[index % orgs.length]! })
  }
  for (const org of orgs) {
    const site = made.sites.find((one) => one.org === org)!
    const answer = await fetch(`${server.url}/support/v1/tickets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${site.key}`, origin: site.origins[0]!, 'content-type': 'application/json' },
      body: JSON.stringify({ subject: `News for ${org}`, body: 'Something happened.', email: `news@${org}.example` }),
    })
    expect(answer.status).toBe(201)
  }
  for (const { tab } of tabs) await expect(tab.getByRole('button', { name: /1 new/ })).toBeVisible({ timeout: 10_000 })
  // A ninth still loads at once.
  const ninth = await context.newPage()
  await goto(ninth, `/${orgs[0]}/sites`)
  await expect(ninth.locator('h1')).toBeVisible()
})

test('a lost connection is told, and what happened meanwhile is caught up', async ({ page, context, server, expectConsole }) => {
  expectConsole(/ERR_FAILED|Failed to load|EventSource/i)
  test.setTimeout(90_000)
  const made = await signInDemo(page, server)
  const site = made.sites[0]!
  // The stream cannot be had from the beginning on; the page itself can.
  await context.route('**/live/**', (route) => route.abort())
  await goto(page, `/${site.org}/tickets`)
  await expect(page.getByText('Connection lost')).toBeVisible({ timeout: 40_000 })
  const answer = await fetch(`${server.url}/support/v1/tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${site.key}`, origin: site.origins[0]!, 'content-type': 'application/json' },
    body: JSON.stringify({ subject: 'While you were away', body: 'Hello?', email: 'away@customer.example' }),
  })
  expect(answer.status).toBe(201)
  await context.unroute('**/live/**')
  await page.getByRole('button', { name: 'Retry now' }).click()
  await expect(page.getByRole('button', { name: /new/ }).first()).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText('Connection lost')).toBeHidden()
  expect(demo(server).orgs.length).toBe(3)
})
