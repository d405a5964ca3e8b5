package firstvisit_test

import (
	"fmt"
	"testing"
	"time"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
)

// limit is the longest time for one task.
const limit = 30 * time.Second

// visitor is somebody with a running stack and a browser.
type visitor struct {
	*rig.Stack
	b       *chromium.Browser
	quartet string // path of the command
}

// task is one of the twenty.
type task struct {
	number int
	name   string
	do     func(*testing.T, *visitor)
}

// tasks has the numbers of the README. Missing is 13 (turn PKCE off, steal a code, turn it on, see it
// fail), which needs the labs of issue 11.
var tasks = []task{
	{1, "start everything with one command and see that it is healthy", startAll},
	{2, "see which URL is which role", findRoles},
	{3, "sign in as alice and read a note", readNote},
	{4, "see that sign-in message by message", seeSignIn},
	{5, "say which messages the browser did not see", seeChannels},
	{6, "open POST /token and read what each parameter means", readParameters},
	{7, "follow a value through all messages", followValue},
	{8, "tell the ID token from the access token", tellTokens},
	{9, "see whether a signature is valid and how long a token lives", seeLifetime},
	{10, "see what the client keeps and what the browser keeps", seeState},
	{11, "hold a message in step mode, and release it", pause},
	{12, "move the clock past the expiry of a token, and see the refresh", expire},
	{14, "revoke, and measure when the API stops", revoke},
	{15, "copy a curl command and get the same response", curl},
	{16, "export one HTML file and open it without network", exportHTML},
	{17, "export Mermaid for a README", exportMermaid},
	{18, "use the issuer with an app of one's own", ownApp},
	{19, "mint a token for a test in a terminal", mint},
	{20, "delete everything and begin again", reset},
}

// TestBrowserTasks does the tasks in their order, on one stack and in one browser, as a visitor does.
func TestBrowserTasks(t *testing.T) {
	chromium.Long(t)
	v := &visitor{rig.Start(t), chromium.Start(t), build(t)}
	for _, one := range tasks {
		t.Run(fmt.Sprintf("%02d %s", one.number, one.name), func(t *testing.T) {
			began := time.Now()
			v.b.For(t)
			one.do(t, v)
			took := time.Since(began)
			t.Logf("%.1f s", took.Seconds())
			if took > limit {
				t.Errorf("took %s, want at most %s", took, limit)
			}
		})
	}
}
