package inspector

import (
	"github.com/labstack/echo/v4"

	"quartet.example/shared/web"
)

// routes adds every route of the inspector.
func (p *parts) routes(e *echo.Echo) {
	p.hops.Mount(e) // GET  /            the latest flows, and the diagram of the newest
	//                 GET  /hops/{id}   one message, beside the diagram of its flow
	//                 GET  /messages    all messages, and a filter
	//                 GET  /hops.json   all messages, for scripts
	//                 GET  /t/{trace}/{span}  from a page of a service to its message
	//                 POST /clear       deletes all messages
	p.export.Mount(e) // GET  /flows/{id}        the diagram of one flow
	//                   GET  /flows/{id}.html   one flow as a page that needs no network
	//                   GET  /flows/{id}.svg    one flow as a drawing
	//                   GET  /flows/{id}.mmd    one flow as a Mermaid diagram
	//                   GET  /flows/{id}.har    one flow as an HTTP Archive
	//                   GET  /flows/{id}.jsonl  the recorded events of one flow
	p.state.Mount(e) // GET  /state       what each role holds now
	//                  GET  /state.json  the same, for scripts
	p.imported.Mount(e) // GET  /import         the form, and what was imported
	//                     POST /import         reads a file of the inspector
	//                     GET  /imported/{id}  one flow that was imported
	p.compare.Mount(e)  // GET  /compare        two flows, message beside message
	p.glossary.Mount(e) // GET  /glossary  the terms, and who checks them
	//                     GET  /rfcs      the specifications, and the checks of each section
	p.docs.Mount(e) // GET  /docs    the map of the documentation
	//                 GET  /docs/*  its pages and pictures
	p.control.Mount(e) // POST /step           sets which messages step mode holds
	//                    POST /step/next      releases the message that has waited longest
	//                    POST /step/continue  releases all messages
	//                    POST /clock          moves the clock of all services forward
	p.live.Mount(e)     // GET  /events      server-sent events          HTML §9.2
	p.labs.Mount(e)     // POST /events      the events of a lab that runs in another process
	p.workshop.Mount(e) // GET  /labs              the labs, and what the learner has done
	//                     GET  /labs/{id}         one lab
	//                     POST /labs/{id}         makes one of its attacks
	//                     GET  /runs/{run}        from a run of a lab to its flow
	//                     GET  /runs/{run}/{run}  to the comparison of two
	p.present.Mount(e) // GET  /present           the scripts of presenter mode
	//                    GET  /present/{script}  one step: for the audience, or the notes of the speaker
	p.reset.Mount(e)  // POST /present/reset     takes all services to their start
	p.assets.Mount(e) // GET  /assets/*    stylesheet and script
	web.Health(e, web.Named("redis", p.deps.RedisReady))
}
