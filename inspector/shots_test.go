package inspector_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/shared/redistest"
)

// TestShots writes a picture of each page to $INSPECTOR_SHOTS:
//
//	INSPECTOR_SHOTS=/tmp/shots go test -run TestShots ./inspector
func TestShots(t *testing.T) {
	dir := os.Getenv("INSPECTOR_SHOTS")
	if dir == "" {
		t.Skip("INSPECTOR_SHOTS is not set")
	}
	client := redistest.New(t)
	empty := start(t, client)
	document(t, empty, 0)
	shoot(t, empty, "empty", dir)
	other(t, client)
	refused(t, client)
	signIn(t, client)
	address := start(t, client)
	hops := document(t, address, 12).Find(".hop a[href]")
	pages := map[string]string{"home": "/", "messages": "/messages", "glossary": "/glossary", "rfcs": "/rfcs", "other": "/flows/other"}
	for i, name := range map[int]string{5: "token", 8: "refused"} {
		pages[name], _ = hops.Eq(i).Attr("href")
	}
	pages["flow"] = strings.Replace(hops.First().AttrOr("href", ""), "/hops/", "/flows/", 1)
	hops.EachWithBreak(func(_ int, a *goquery.Selection) bool {
		path := a.AttrOr("href", "")
		parsed(t, address+path).Find("#detail a.follow").EachWithBreak(func(_ int, link *goquery.Selection) bool {
			if strings.HasPrefix(link.Text(), "follow code ") {
				pages["thread"] = path + link.AttrOr("href", "")
			}
			return pages["thread"] == ""
		})
		return pages["thread"] == ""
	})
	for name, path := range pages {
		shoot(t, address+path, name, dir)
	}
	repeats := redistest.New(t)
	signInAndCall(t, repeats, 10)
	address = start(t, repeats)
	document(t, address, 28)
	shoot(t, address, "repeats", dir)
}

func shoot(t *testing.T, url, name, dir string) {
	t.Helper()
	for _, size := range []string{"390,2400", "1280,1400", "1920,1400"} {
		for theme, setting := range map[string]string{"dark": "0", "light": "1"} {
			file := filepath.Join(dir, fmt.Sprintf("%s-%s-%s.png", name, size[:4], theme))
			cmd := exec.CommandContext(t.Context(), "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
				"--user-data-dir="+t.TempDir(), "--blink-settings=preferredColorScheme="+setting, "--window-size="+size, "--timeout=1500", "--screenshot="+file, url)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
		}
	}
}
