// Package page is the common design of all pages: a stylesheet, a mark for each role, a layout,
// and components.
//
//	assets.go     stylesheet, script and icon under /assets/
//	file.go       File: one such file, with a hash in its name, compressed once
//	squeeze.go    a stylesheet without comments and needless spaces
//	controls.go   makes control characters of strangers visible
//	compress.go   Compressed: a response that is compressed if the client accepts it
//	set.go        New: the pages of one service, parsed with the layout; Render, HTML
//	chrome.go     header and navigation: role, host, user
//	mark.go       the marks and names of the roles
//	component.go  the values that components take
//	diagram.go    the values of the sequence diagram
//	funcs.go      the functions that templates call
//	error.go      the error page
//
// A page is one html/template file. It defines "title" and "main", and may define "heading"
// (instead of the title as h1), "lead" (a sentence under it) and "aside". The dot in each is the
// data given to Render. The layout prints the one h1 of the page, so "main" starts at h2. Files
// whose name starts with "_" are partials, which every page of the set can use.
//
//	{{define "title"}}Sign in{{end}}
//	{{define "lead"}}Notes will know who you are.{{end}}
//	{{define "main"}}
//	<form method="post" class="form">
//	  {{field "Name" "username" "Label" "Username" "Value" .Username "Autocomplete" "username" "Autofocus" true}}
//	  {{field "Name" "password" "Label" "Password" "Type" "password" "Error" .Error}}
//	  <p class="actions">{{button "Text" "Sign in"}} {{button "Text" "Cancel" "Kind" "quiet" "Href" "/"}}</p>
//	</form>
//	{{end}}
//
// A component function takes either one value of its Go type ({{field .Username}}) or field names
// with values, as above; an unknown name is an error.
//
//	mark "client"           the mark alone, with aria-hidden: write the name beside it
//	role "client" "Notes"   mark and name; without a second argument the name of the role
//	field, button, notice   Field, Button, Notice
//	facts                   []Fact, or names and values in turn: {{facts "issuer" .Issuer}}
//	scopes                  []Scope
//	table                   Table
//	channel "front"         "through the browser", dashed; "back": "server to server", solid
//	chip "4f2a"             the fingerprint of a secret
//	badge "ok" "Active"     ok, refused, waiting or plain
//	countdown .Left         a time.Duration, counted down by the script
//	copy .Text              a copy button, hidden without the script
//	behind                  Behind, the section "behind this page"
//	diagram                 Diagram, messages between lanes; needs {{asset "diagram.css"}}
//	asset "diagram.css"     the path of a file in assets/
//
// Plain HTML needs no class: headings, paragraphs, links, tables and code have styles. There are
// classes for what HTML has no element for: form, actions, list, quiet, value, wrap.
//
// Pages contain no inline script and no style attribute, so they work under `default-src 'none';
// style-src 'self'; script-src 'self'; img-src 'self'`. They also work without the script.
package page
