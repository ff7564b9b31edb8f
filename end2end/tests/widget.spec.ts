// The widget on a page of another origin, under that page's own strict policy.
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { axe, expect, test } from './support/test.ts'
import { demo } from './support/people.ts'

async function hostPage(desk: string, key: string): Promise<{ url: string; server: HttpServer }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.setHeader('content-security-policy', `default-src 'none'; script-src ${desk}; connect-src ${desk}; style-src 'self'; img-src 'self' data:`)
    response.end(`<!doctype html><html lang="en"><head><title>A shop</title><link rel="icon" href="data:,"></head><body><main><h1>A shop</h1></main><script async src="${desk}/widget.js" data-key="${key}"></script></body></html>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, server }
}

test('a customer asks through the widget and comes back by the link', async ({ page, server, browser, expectConsole }) => {
  expectConsole(/favicon|icon/i)
  const made = demo(server)
  const site = made.sites[0]!
  const { url, server: host } = await hostPage(server.url, site.key)
  const owner = await browser.newContext({ baseURL: server.url })
  try {
    // The owner lets this page's origin in, by the address the program gives.
    const person = made.users.find((user) => user.orgs.some((org) => org.slug === site.org && org.role === 'owner'))!
    const desk = await owner.newPage()
    await desk.goto('/sign-in')
    await desk.getByLabel('Mail address').fill(person.email)
    await desk.getByLabel('Password').fill(person.password)
    await desk.getByRole('button', { name: 'Sign in' }).click()
    await expect(desk).toHaveURL(/\/tickets/)
    const changed = await desk.evaluate(
      async ({ path, origins }) => (await fetch(path, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ origins }) })).status,
      { path: `/v1/orgs/${site.org}/sites/${site.slug}`, origins: [...site.origins, url] },
    )
    expect(changed).toBe(200)

    await page.goto(url)
    const widget = page.locator('helpstead-widget')
    await widget.locator('.launcher').click()
    await axe(page)
    await widget.locator('#subject').fill('Does this fit?')
    await widget.locator('#body').fill('I have a small table.')
    await widget.locator('#email').fill('wanda@customer.example')
    await widget.locator('form .main').click()
    await expect(widget.locator('.done')).toBeVisible()
    const link = await widget.locator('.done a').getAttribute('href')
    await page.goto(link!)
    await expect(page.getByText('I have a small table.')).toBeVisible()
  } finally {
    await owner.close()
    host.close()
  }
})
