//! Listening, until somebody says stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;

use passerelle_app::service::{Cause, Refusal, Service};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::pace::Pace;
use crate::tls::{self, TlsListener};
use crate::{State, router};

/// How long requests under way have to end.
const GRACE: Duration = Duration::from_secs(10);

/// A server that listens.
pub struct Running {
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    state: State,
}

/// Binds the address of the configuration; nothing is answered yet.
///
/// # Errors
/// When the address is taken or not ours.
pub async fn serve(service: Service, setup_code: Option<String>, demo: bool) -> Result<Running, Refusal> {
    let server = &service.config().server;
    let listen = server.listen.clone();
    let tls = if server.tls_key.as_os_str().is_empty() {
        None
    } else {
        Some(tls::acceptor(&server.tls_certificate, &server.tls_key)?)
    };
    let listener = TcpListener::bind(&listen).await.map_err(|cause| {
        Refusal::new(
            Cause::Conflict,
            format!("{listen} cannot be listened to: {cause}"),
            "choose another server.listen, or stop what listens there",
        )
    })?;
    Ok(Running { listener, tls, state: State::new(service, setup_code).demonstrating(demo) })
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> Option<SocketAddr> {
        self.listener.local_addr().ok()
    }

    /// Answers until `stop` resolves, then lets what is under way end. The index is followed, jobs are taken up and letters sent
    /// meanwhile.
    ///
    /// # Errors
    /// When listening fails.
    pub async fn until(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), Refusal> {
        let service = self.state.service.clone();
        let mut background = JoinSet::new();
        background.spawn(service.clone().follow());
        background.spawn(service.clone().work());
        background.spawn(service.clone().deliver());
        background.spawn(tidied(service.clone(), self.state.pace.clone()));
        let app = router(self.state).into_make_service_with_connect_info::<SocketAddr>();
        let (told, mut heard) = tokio::sync::watch::channel(false);
        let stopping = async move {
            stop.await;
            let _ = told.send(true);
        };
        let listener = self.listener;
        let serving = async move {
            match self.tls {
                // The tap does nothing: it carries the caller's address on.
                Some(tls) => {
                    let listener = TlsListener::over(listener, tls).tap_io(|_| {});
                    axum::serve(listener, app).with_graceful_shutdown(stopping).await
                }
                None => axum::serve(listener, app).with_graceful_shutdown(stopping).await,
            }
        };
        let late = async move {
            let _ = heard.wait_for(|told| *told).await;
            tokio::time::sleep(GRACE).await;
        };
        let ended = tokio::select! {
            ended = serving => ended,
            () = late => Ok(()),
        };
        background.shutdown().await;
        service.db().close().await;
        ended.map_err(|cause| {
            Refusal::new(Cause::Internal, format!("listening failed: {cause}"), "start the server again")
        })
    }
}

/// Lets go of what is kept too long, once an hour.
async fn tidied(service: Service, pace: Arc<Pace>) {
    loop {
        pace.forget();
        if let Err(refusal) = service.tidy().await {
            tracing::warn!(cause = %refusal, "old things could not be taken away");
        }
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
}
