package chromium

import (
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Tab opens another tab of the same browser, with the same cookies. It is closed at the end of the test.
func (b *Browser) Tab() *Browser {
	b.t.Helper()
	tab := &Browser{t: b.t}
	ctx, closeTab := chromedp.NewContext(b.ctx, chromedp.WithListener(tab.note))
	b.t.Cleanup(closeTab)
	tab.ctx = ctx
	if err := chromedp.Do(ctx); err != nil {
		b.t.Fatalf("open a tab: %v", err)
	}
	return tab
}

// Before runs a script in each page before those of the page, from the next page on.
func (b *Browser) Before(script string) {
	b.t.Helper()
	ctx, cancel := b.limit()
	defer cancel()
	if _, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script}); err != nil {
		b.t.Fatalf("a script before those of the page: %v", err)
	}
}
