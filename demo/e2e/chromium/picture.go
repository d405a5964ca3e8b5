package chromium

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Window sets the size of the window.
func (b *Browser) Window(width, height int64) {
	b.t.Helper()
	b.do("resize", chromedp.EmulateViewport(width, height))
}

// View is a window size and a colour scheme for a picture.
type View struct {
	Width, Height int64
	Scheme        string // light or dark
}

// Desk is the view for every page.
var Desk = []View{{1280, 800, "light"}}

// Everywhere are the views for the pages that users see first.
var Everywhere = []View{
	{1280, 800, "light"},
	{1280, 800, "dark"},
	{390, 844, "light"},
	{390, 844, "dark"},
	{1920, 1080, "light"},
	{1920, 1080, "dark"},
}

// Projector are the views for what is shown on a wall.
var Projector = []View{{1920, 1080, "light"}, {1024, 768, "light"}}

// rendered makes the browser draw also what is below the window.
const rendered = `(() => { const all = new CSSStyleSheet(); all.replaceSync("* { content-visibility: visible !important }"); document.adoptedStyleSheets.push(all); return ""; })()`

// Picture writes pictures of the page to the folder $SCREENSHOTS, if it is set. It fails the test
// if the page is wider than its window.
func (b *Browser) Picture(name string, views []View) {
	b.t.Helper()
	dir := os.Getenv("SCREENSHOTS")
	b.Evaluate(rendered)
	for _, v := range views {
		b.look(v)
		if over := b.Evaluate(`String(document.documentElement.scrollWidth - innerWidth)`); over[0] != '-' && over != "0" {
			b.t.Errorf("%s at %d px: %s px too wide", name, v.Width, over)
		}
		if dir != "" {
			b.shoot(filepath.Join(dir, fmt.Sprintf("%s-%d-%s.png", name, v.Width, v.Scheme)))
		}
	}
	b.look(Desk[0])
}

func (b *Browser) look(v View) {
	b.t.Helper()
	b.Window(v.Width, v.Height)
	scheme := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.Scheme}}}
	ctx, cancel := b.limit()
	defer cancel()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, scheme); err != nil {
		b.t.Fatalf("colour scheme: %v", err)
	}
}

func (b *Browser) shoot(file string) {
	b.t.Helper()
	whole := b.Evaluate(`String(document.documentElement.scrollHeight < 8000)`) == "true" // Chromium needs very long for higher pictures
	ctx, cancel := b.limit()
	defer cancel()
	picture, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{CaptureBeyondViewport: &whole})
	if err != nil {
		b.t.Fatalf("picture: %v", err)
	}
	if err := os.WriteFile(file, picture.Data, 0o600); err != nil {
		b.t.Fatal(err)
	}
}
