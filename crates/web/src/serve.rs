//! Listening, until somebody says stop.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use passerelle_app::service::{Cause, Refusal, Service};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::{State, router};

/// How long requests under way have to end.
const GRACE: Duration = Duration::from_secs(10);

/// A server that listens.
pub struct Running {
    listener: TcpListener,
    state: State,
}

/// Binds the address of the configuration; nothing is answered yet.
///
/// # Errors
/// When the address is taken or not ours.
pub async fn serve(service: Service, setup_code: Option<String>) -> Result<Running, Refusal> {
    let listen = service.config().server.listen.clone();
    let listener = TcpListener::bind(&listen).await.map_err(|cause| {
        Refusal::new(
            Cause::Conflict,
            format!("{listen} cannot be listened to: {cause}"),
            "choose another server.listen, or stop what listens there",
        )
    })?;
    Ok(Running { listener, state: State::new(service, setup_code) })
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
        background.spawn(tidied(service.clone()));
        let app = router(self.state).into_make_service_with_connect_info::<SocketAddr>();
        let (told, mut heard) = tokio::sync::watch::channel(false);
        let stopping = async move {
            stop.await;
            let _ = told.send(true);
        };
        let serving = axum::serve(self.listener, app).with_graceful_shutdown(stopping);
        let late = async move {
            let _ = heard.wait_for(|told| *told).await;
            tokio::time::sleep(GRACE).await;
        };
        let ended = tokio::select! {
            ended = async { serving.await } => ended,
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
async fn tidied(service: Service) {
    loop {
        if let Err(refusal) = service.tidy().await {
            tracing::warn!(cause = %refusal, "old things could not be taken away");
        }
        tokio::time::sleep(Duration::from_secs(3_600)).await;
    }
}

/// Whether a path is set.
#[expect(dead_code, reason = "TLS by files reads it")]
fn some(path: &Path) -> bool {
    !path.as_os_str().is_empty()
}
