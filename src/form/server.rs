//! The socket: how many connections at a time, for how long, who has to go where there are more, and how it ends.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::futures::OwnedNotified;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep_until};

use super::site::Site;
use super::{Limits, Settings, pages};
use crate::render;

/// How long open connections may go on after the end was asked for.
const FAREWELL: Duration = Duration::from_secs(2);

/// Serves the form on `socket`, which listens on this machine only, until `interrupted` or until somebody stops it on a
/// page.
///
/// # Errors
/// If a template has a fault, or the socket can't be used.
pub async fn serve<I>(settings: Settings, socket: std::net::TcpListener, interrupted: I) -> Result<(), Failure>
where
    I: Future + Send + 'static,
{
    socket.set_nonblocking(true)?;
    let listener = TcpListener::from_std(socket)?;
    let limits = settings.limits;
    let site = Arc::new(Site::new(settings, listener.local_addr()?.port())?);
    let (asked, ended) = (Arc::clone(&site), Arc::clone(&site));
    let until = async move {
        tokio::select! {
            _ = interrupted => {}
            () = asked.stop.notified() => {}
        }
        asked.ending.notify_one();
    };
    let open = Arc::new(Semaphore::new(limits.connections));
    let bounded = Bounded { listener, limits, open, wanted: Arc::default() };
    let serving = axum::serve(bounded, pages::routes(site)).with_graceful_shutdown(until).into_future();
    let farewell = async move {
        ended.ending.notified().await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        served = serving => served?,
        () = farewell => {}
    }
    Ok(())
}

/// The form could not be served.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The socket failed.
    #[error(transparent)]
    Socket(#[from] io::Error),
    /// A template has a fault.
    #[error(transparent)]
    Render(#[from] render::Failure),
}

/// A socket that takes so many connections at a time and no more.
struct Bounded {
    listener: TcpListener,
    limits: Limits,
    open: Arc<Semaphore>,
    /// Somebody wants the place of a connection that says nothing.
    wanted: Arc<Notify>,
}

impl Listener for Bounded {
    type Io = Timed;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Timed, SocketAddr) {
        loop {
            let (stream, address) = Listener::accept(&mut self.listener).await;
            // INVARIANT: nobody closes the semaphore.
            let Some(place) = self.place().await else { continue };
            let begun = Instant::now();
            let stream = Timed {
                stream,
                end: Box::pin(sleep_until(begun + self.limits.silence)),
                whole: begun + self.limits.request,
                silent: Some(Box::pin(Arc::clone(&self.wanted).notified_owned())),
                _place: place,
            };
            return (stream, address);
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Bounded {
    /// A place for a connection. Where all are taken, whoever has said nothing for longest has to go: a crowd that only
    /// holds the line must not keep out who has something to ask.
    async fn place(&self) -> Option<OwnedSemaphorePermit> {
        if let Ok(place) = Arc::clone(&self.open).try_acquire_owned() {
            return Some(place);
        }
        self.wanted.notify_one();
        let place = Arc::clone(&self.open).acquire_owned().await.ok();
        // If it was a request that ended, nobody has to go any more.
        pin!(self.wanted.notified()).enable();
        place
    }
}

/// A connection that ends when its time is over, whoever is slow.
struct Timed {
    stream: TcpStream,
    end: Pin<Box<Sleep>>,
    /// When it ends once something was said.
    whole: Instant,
    /// Tells that its place is wanted, as long as nothing was said.
    silent: Option<Pin<Box<OwnedNotified>>>,
    _place: OwnedSemaphorePermit,
}

impl Timed {
    fn is_over(&mut self, context: &mut Context<'_>) -> bool {
        self.end.as_mut().poll(context).is_ready()
    }
}

/// What a connection says whose time is over.
fn over() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "the request took too long")
}

impl AsyncRead for Timed {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.is_over(context) {
            return Poll::Ready(Err(over()));
        }
        let read = Pin::new(&mut self.stream).poll_read(context, into);
        let Some(wanted) = &mut self.silent else { return read };
        if read.is_pending() {
            return wanted.as_mut().poll(context).map(|()| Err(over()));
        }
        self.silent = None;
        let whole = self.whole;
        self.end.as_mut().reset(whole);
        // The new end must wake whoever reads on.
        let _ = self.is_over(context);
        read
    }
}

impl AsyncWrite for Timed {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.is_over(context) {
            return Poll::Ready(Err(over()));
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
