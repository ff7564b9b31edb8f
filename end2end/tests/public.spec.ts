// Customers and strangers: every page works without any script.
import { axe, expect, test } from './support/test.ts'
import { demo } from './support/people.ts'

// axe itself is a script, so its pages are read with scripts on: they hold none of their own.
test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('a stranger files a ticket in the support page, with a mistake on the way', async ({ page, server, expectConsole }) => {
    expectConsole(/422|404/)
    const site = demo(server).sites[0]!
    await page.goto(new URL(site.page).pathname)
    await page.getByLabel('Your mail address').fill('cara@customer')
    await page.getByLabel('Subject').fill('A lamp is broken')
    await page.getByLabel('Message').fill('It flickers.\n\nWhat now?')
    await page.getByRole('button', { name: 'Send' }).click()

    // All that was typed is kept, and the wrong field is marked and explained.
    await expect(page.getByLabel('Message')).toHaveValue('It flickers.\n\nWhat now?')
    await expect(page.getByLabel('Your mail address')).toHaveAttribute('aria-invalid', 'true')
    await page.getByLabel('Your mail address').fill('cara@customer.example')
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page).toHaveURL(/\/ticket\//)
    await expect(page.getByText('cara@customer.example').first()).toBeVisible()

    // The link opens that ticket alone; a reply and "that solved it" need no account.
    const link = page.url().replace(/\?.*/, '')
    await page.goto(link)
    await page.getByRole('textbox').last().fill('It stopped by itself.')
    await page.getByRole('button', { name: 'Send reply' }).click()
    await expect(page.getByText('It stopped by itself.')).toBeVisible()
    await page.getByRole('button', { name: /solved/ }).click()
    await expect(page.locator('form[action$="/reopen"] button').first()).toBeVisible()
    await page.goto(link.replace(/.\/?(\?.*)?$/, 'x'))
    await expect(page.getByText('A lamp is broken')).toBeHidden()
  })

  test('a double submit makes one ticket', async ({ page, server }) => {
    const site = demo(server).sites[0]!
    await page.goto(new URL(site.page).pathname)
    const body = new URLSearchParams()
    for (const input of await page.locator('form input[type=hidden]').all()) {
      body.set((await input.getAttribute('name'))!, (await input.getAttribute('value')) ?? '')
    }
    const names = await page.locator('form [name]').evaluateAll((all) => all.map((one) => one.getAttribute('name')!))
    const mail = names.find((name) => /mail/.test(name))!
    body.set(mail, 'double@customer.example')
    body.set('subject', 'Twice')
    body.set(names.find((name) => /message|body/.test(name))!, 'Only once, please.')
    const post = () =>
      page.request.post(page.url(), { data: body.toString(), maxRedirects: 0, headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.url } })
    const [first, second] = await Promise.all([post(), post()])
    expect(first.status()).toBe(303)
    expect(second.headers()['location']).toBe(first.headers()['location'])
  })
})

test('public pages have no violation, in light and in dark', async ({ page, server, expectConsole }) => {
  expectConsole(/404/)
  const site = demo(server).sites[0]!
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const path of ['/sign-in', '/sign-up', '/forgot', '/check-mail', new URL(site.page).pathname, '/dev/outbox', '/s/no/where']) {
      await page.goto(path)
      await axe(page)
    }
  }
})
